/** The language of the interface: the system's, or one that was chosen. Not secret: it is kept beside the theme. */
import { currentLanguage, type Locale, setLocale } from '@weft/editor-ui/words';
import { keepChoice, readChoice } from './choices.ts';

/** The languages there are, each by the name it has for itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof LANGUAGES;

/** What a person chose. */
export type LanguageChoice = Language | 'system';

const KEY = 'weft/language';

/** A language other than English comes over the network when it is first wanted. */
const LOADERS: Readonly<Record<Language, () => Promise<Locale | undefined>>> = {
  en: () => Promise.resolve(undefined),
  de: async () => (await import('./words/de/index.ts')).german,
};

function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && Object.hasOwn(LANGUAGES, text);
}

/** The first of a person's languages that there is; English where there is none. */
export function toLanguage(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.split('-')[0]?.toLowerCase()).find(isLanguage) ?? 'en';
}

/** What was chosen on this device; as the system where nothing was. */
export function chosenLanguage(): LanguageChoice {
  const kept = readChoice(KEY);
  return isLanguage(kept) ? kept : 'system';
}

/** Sets the language of what is shown from now on. One that does not arrive leaves things as they are. */
async function applyLanguage(choice: LanguageChoice): Promise<boolean> {
  const language = choice === 'system' ? toLanguage(navigator.languages) : choice;
  const isLoaded = await LOADERS[language]().then(
    (locale) => {
      setLocale(locale);
      return true;
    },
    () => false,
  );
  const { tag, dir } = currentLanguage();
  document.documentElement.lang = tag;
  document.documentElement.dir = dir;
  return isLoaded;
}

/** Sets the chosen language, before anything is shown. */
export async function startLanguage(): Promise<void> {
  await applyLanguage(chosenLanguage());
}

/** Changes the language and remembers it where the browser allows. False where it did not arrive. */
export async function setLanguage(choice: LanguageChoice): Promise<boolean> {
  const isLoaded = await applyLanguage(choice);
  if (!isLoaded) return false;
  keepChoice(KEY, choice === 'system' ? undefined : choice);
  return true;
}

/** Hears of a choice made in another tab, once it is in force here. */
export function followLanguage(changed: () => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== KEY) return;
    void applyLanguage(isLanguage(newValue) ? newValue : 'system').then(changed);
  });
}
