import type { Translation } from '@weft/editor-ui/words';
import type { roleWords } from '../roles.ts';

export const roles: Translation<typeof roleWords> = {
  readOnly: 'Nur lesen',
  canComment: 'Darf kommentieren',
  canEdit: 'Darf bearbeiten',
};
