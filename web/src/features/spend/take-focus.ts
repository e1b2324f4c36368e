import { focusOf } from '../../api/queries';
import { Problem } from '../../api/client';
import { bookMonth } from '../../lib/format';
import { saveFile } from '../../lib/save-file';
import { t } from '../../locales/words';
import { say, sayTrouble } from '../shell/status';

/** Hands the FOCUS rows of a month to the browser as a file, and says how it went. Whether it did. */
export async function downloadFocus(month: string): Promise<boolean> {
  try {
    const { text, unknown } = await focusOf(month);
    saveFile({ name: `focus-${month}.csv`, type: 'text/csv;charset=utf-8', text });
    const name = bookMonth(month);
    say(unknown > 0 ? t.takeOut.savedUnknown(name, unknown) : t.takeOut.saved(name));
    return true;
  } catch (error) {
    sayTrouble(error instanceof Problem ? error.detail || error.title : t.trouble.unreached);
    return false;
  }
}
