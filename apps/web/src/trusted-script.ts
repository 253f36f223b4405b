interface ScriptPolicy {
  createScriptURL(text: string): string;
}

/** Where the browser asks for trusted script addresses, names one address of this app; its policy lets no other pass. */
export function toTrustedScript(policyName: string, path: string): string {
  const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } })
    .trustedTypes;
  const policy = types?.createPolicy(policyName, {
    createScriptURL: (text) => {
      if (text !== path) throw new TypeError('not the script this policy is for');
      return text;
    },
  });
  return policy?.createScriptURL(path) ?? path;
}
