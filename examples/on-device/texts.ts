/** What a program of one's own may hold: any text, in pieces that can be told apart. */
export const PARAGRAPHS: readonly string[] = [
  'The ferry across the estuary was closed on Monday after engineers found cracks in its landing stage.',
  'Until the landing stage is repaired, the town council will run two buses an hour around the estuary.',
  'The council expects the repair of the landing stage to take six weeks and to cost ninety thousand pounds.',
  'The harbour café stays open, and sells tickets for the bus.',
  'A new physician will begin at the clinic in March.',
];
