import { defineWords, type Words } from '@weft/editor-ui/words';

const english = {
  title: 'Share',
  grants: {
    editor: {
      title: 'Edit link',
      words: 'Whoever has it can read and change everything, and pass all three links on.',
      copy: 'Copy edit link',
      copied: 'Edit link copied',
    },
    commenter: {
      title: 'Comment link',
      words: 'Whoever has it can read and comment, not change the text.',
      copy: 'Copy comment link',
      copied: 'Comment link copied',
    },
    viewer: {
      title: 'View link',
      words: 'Whoever has it can read and see who is here. They cannot change anything, and see no comments.',
      copy: 'Copy view link',
      copied: 'View link copied',
    },
    owner: {
      title: 'Owner link',
      words:
        'Only for devices of your own. Whoever has it can do all that you can: remove anyone, your devices too. It can never be taken back, not even by new keys. Do not send it to anybody.',
      copy: 'Copy owner link',
      copied: 'Owner link copied',
    },
  },
  locking: 'Locking…',
  tooShort: (least: number): string => `Choose a passphrase of at least ${least} characters; a few words are best.`,
  lock: 'Lock the link with a passphrase',
  passphrase: 'Passphrase',
  fewWords: 'A few words only you two know',
  tellOtherwise: 'Tell it by another way than the link. It cannot be recovered.',
  copyThis: 'Copy this link',
  ownDevice: 'For another device of yours',
  keyInLink: 'The key is in the link itself: the relay never sees it. Send it only to people you trust.',
  mayReplace: 'Under “People and devices” you can remove someone, or replace all links.',
  onlyOwner: 'Only the document’s owner can replace links.',
};

export const shareWords: Words<typeof english> = /* @__PURE__ */ defineWords('share', english);
