/** Loaded into a server before its own code (`node --import`): tells the bench how much processor time it has used. */
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ microseconds: user + system, residentBytes: process.memoryUsage.rss() });
});
process.channel?.unref();
