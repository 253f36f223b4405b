import type { Failure } from '@weft/crypto';

/** The sentence of each code: what happened, what to do. */
const SENTENCES = {
  'model-address':
    'This is not an address that a model can be fetched from. It begins with “https://”, or names a file beside Weft.',
  'model-offline':
    'The model’s address cannot be reached. Check the connection, and that the server lets other pages read it, then go on.',
  'model-blocked':
    'Whoever hosts Weft has not allowed this address. Ask them to, or drop the model’s files here instead.',
  'model-absent': 'There is no such file at the model’s address. Check the address, or ask whoever gave it to you.',
  'model-malformed': 'The description of this model is damaged or is none. Ask whoever gave it to you for another.',
  'model-version': 'This model was described for another version of Weft. Reload or update Weft.',
  'model-signature':
    'The signature of this model does not hold: its description was altered. Do not use it; fetch it anew from its source.',
  'model-key':
    'This is signed with another key than the model you have. If its makers changed their key, delete the old model first.',
  'model-unsigned': 'Nobody has signed this model. Add it only if you know where its files come from.',
  'model-older': 'This is older than what you have, and was left out. Roll back instead, if that is what you want.',
  'model-hash':
    'What was fetched is not what the model’s makers described, twice in a row. Try again later, or tell whoever serves it.',
  'model-cut': 'The model’s server stopped before the end. Go on, and only what is missing is fetched.',
  'model-files': 'Some files of this model are missing, or are not the ones described. Drop all of them together.',
  'model-undescribed':
    'There is no description (weft-model.json) among these files. Ask whoever made the model for one, or make it with the weft-model command.',
  'model-room':
    'There is not enough room on this device for this model. Delete another model, or make room, then go on.',
  'model-disk': 'Nothing can be stored on this device now. See whether this browser may keep data, and try again.',
  'model-memory':
    'This device has not enough memory for this model. Close other tabs and try again, or take a smaller one.',
  'model-operator':
    'This model uses something that cannot be run here. Ask for a version that was exported for browsers.',
  'model-runtime':
    'Weft runs models in ONNX, and this is of another kind. Take it in ONNX, or run it in a program of its own (a GGUF file in Ollama, say) and name its address.',
  'model-answer': 'The model answered its own test wrongly and was not put to use. What you had before still works.',
  'model-slow': 'The model took too long for its own test and was not put to use. Take a smaller one.',
  'model-broken':
    'This model’s files do not fit together, and it was not put to use. Ask whoever gave it to you for another.',
  'model-busy': 'Another tab is busy with this model. Wait until it is done, or go on there.',
  'model-gone': 'Parts of this model are no longer on this device. Fetch it again.',
} as const;

/** Every way in which getting or keeping a model can fail. */
export type ModelFailureCode = keyof typeof SENTENCES;

export type ModelFailure = Failure<ModelFailureCode>;

/** A failure with its sentence. */
export function modelFailure(code: ModelFailureCode): {
  readonly ok: false;
  readonly failure: ModelFailure;
} {
  return { ok: false, failure: { code, sentence: SENTENCES[code] } };
}
