/**
 * Headers of every answer: what is served here runs nothing foreign, is framed by nobody and tells nobody where it was.
 *
 * @param connect addresses that its pages may fetch from beside their own
 */
export function securityHeaders(
  trustedTypes: readonly string[],
  connect: readonly string[] = [],
): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    ['connect-src', "'self'", 'ws:', 'wss:', ...connect].join(' '),
    "img-src 'self' data: blob:",
    "require-trusted-types-for 'script'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  if (trustedTypes.length > 0) policy.push(`trusted-types ${trustedTypes.join(' ')}`);
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Together: an isolated page, in which large models may work with several threads.
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
}
