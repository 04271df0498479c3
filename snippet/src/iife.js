// The script of the tag. The build puts the server's settings where FP_BAKED stands.

import { start } from './index.js';

start({}, document.currentScript, FP_BAKED);
