import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { answerPacks } from '../lib/browser/export/worker-packer.ts';

/** Compresses the texts of an export, in a thread of its own. */
export default defineUnlistedScript(() => answerPacks(globalThis));
