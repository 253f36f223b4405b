/** What a role lets one do, in words. */
import type { Role } from '@weft/crypto';
import { defineWords, type Words } from '@weft/editor-ui/words';

const english = {
  readOnly: 'Read only',
  canComment: 'Can comment',
  canEdit: 'Can edit',
};

export const roleWords: Words<typeof english> = /* @__PURE__ */ defineWords('roles', english);

export function roleToWords(role: Role): string {
  const words = roleWords();
  if (role === 'viewer') return words.readOnly;
  return role === 'commenter' ? words.canComment : words.canEdit;
}
