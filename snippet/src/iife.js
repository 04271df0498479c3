// The script of the tag. The build puts the server's settings where FP_BAKED stands; by default the script's own folder is the collector.

import { start } from './index.js';

const script = document.currentScript;

start({ endpoint: new URL('.', script?.src || location), ...FP_BAKED, ...script?.dataset });
