import { toPerson, toSafeColor, toSafeName } from '../plugins/people.ts';
import type { EditorDocument } from '../editor-document.ts';
import type { SuggestContext } from './marks.ts';
import type { Suggestion } from './collect.ts';
import { nameToSuggestion, suggestionToName } from '../schema/suggestion.ts';

/** Whose a suggestion is. */
export interface SuggestionAuthor {
  /** The same for one person's suggestions. */
  readonly key: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly isSelf: boolean;
  /** The suggestion claims another author than the session that wrote it: somebody copied it, brought it back, or feigns. */
  readonly claims: string | undefined;
}

type Person = Omit<SuggestionAuthor, 'claims'>;

/** Who a Yjs client id is: as signed, where the document can tell, else as that client says of itself while it is here. */
function clientToPerson({ doc, awareness, people }: EditorDocument, client: number): Person {
  const known = people?.authorOfClient(client);
  if (known) {
    const { id, name, color, isSelf } = known;
    return { key: id, name: toSafeName(name), color: toSafeColor(color, client), isSelf };
  }
  const { name, color } = toPerson(client, awareness.getStates().get(client)?.['user']);
  return { key: `client ${client}`, name, color, isSelf: client === doc.clientID };
}

/** The author of a suggestion, by who wrote its structs; see `readWriters`. */
export function suggestionToAuthor(
  document: EditorDocument,
  { name: { client } }: Pick<Suggestion, 'name'>,
  writers: ReadonlySet<number>,
): SuggestionAuthor {
  const claimed = clientToPerson(document, client);
  const wrote = [...writers].map((writer) => clientToPerson(document, writer));
  const [other] = wrote;
  if (other === undefined || wrote.some(({ key }) => key === claimed.key)) return { ...claimed, claims: undefined };
  return { ...other, claims: claimed.name };
}

/** What suggests here: this session. `date`: ms since 1970. */
export function createContext(document: EditorDocument, date: () => number): SuggestContext {
  let serial = 0;
  const own = new Map<number, boolean>();
  return {
    createId: () => nameToSuggestion({ client: document.doc.clientID, at: date(), serial: serial++ }),
    isMine(id) {
      const client = suggestionToName(id)?.client;
      if (client === undefined) return false;
      if (client === document.doc.clientID) return true;
      let isOwn = own.get(client);
      if (isOwn === undefined) {
        isOwn = document.people?.authorOfClient(client)?.isSelf;
        // Whoever is not known yet may be later.
        if (isOwn !== undefined) own.set(client, isOwn);
      }
      return isOwn === true;
    },
  };
}
