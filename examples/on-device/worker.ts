/** The engines: a bundler that knows `new Worker(new URL('@weft/local-ai/worker', import.meta.url))` needs no file for this. */
import '@weft/local-ai/worker';
