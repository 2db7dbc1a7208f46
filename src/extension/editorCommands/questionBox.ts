import { askForText } from '../display/askForText.ts';
import { translate } from '../translate.ts';

/**
 * Asks for a question about some code.
 *
 * @param name what the code is called.
 * @returns undefined if the user has thought better of it.
 */
export async function askQuestion(name: string): Promise<string | undefined> {
  const typed = await askForText(
    translate('Ask about {name}', { name }),
    translate('A question, or a command such as /test'),
  );
  const question = typed?.trim();
  return question === '' ? undefined : question;
}
