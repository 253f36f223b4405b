/**
 * For what the default run leaves out: `test.skip(...unlessThorough('half a minute of audits'))`.
 *
 * @param reason - why it does
 */
export function unlessThorough(reason: string): readonly [isLeftOut: boolean, reason: string] {
  return [process.env['WEFT_THOROUGH'] !== '1', `${reason}: set WEFT_THOROUGH=1, or run the tests with --thorough`];
}
