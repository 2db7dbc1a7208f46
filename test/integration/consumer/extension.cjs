// Only for the integration tests: an extension that knows nothing of Hanlin and asks its models as any other would.
const vscode = require('vscode');

exports.activate = () => ({
  async models() {
    const models = await vscode.lm.selectChatModels({ vendor: 'hanlin' });
    return models.map(({ id, name, family, vendor, maxInputTokens }) => {
      return { id, name, family, vendor, maxInputTokens };
    });
  },
  async countTokens(id, text) {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'hanlin', id });
    return model.countTokens(text);
  },
  /**
   * @param makeMessages gets VS Code's classes as this extension sees them
   * @param cancelAfter after so many parts the request is cancelled
   */
  async ask(id, makeMessages, options = {}, cancelAfter = Number.POSITIVE_INFINITY) {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'hanlin', id });
    const source = new vscode.CancellationTokenSource();
    const parts = [];
    try {
      const response = await model.sendRequest(makeMessages(vscode), options, source.token);
      for await (const part of response.stream) {
        if (part instanceof vscode.LanguageModelTextPart) parts.push({ text: part.value });
        else if (part instanceof vscode.LanguageModelToolCallPart) {
          parts.push({ callId: part.callId, name: part.name, input: part.input });
        }
        if (parts.length < cancelAfter) continue;
        source.cancel();
        break;
      }
      return { parts };
    } catch (error) {
      const { name, message, code } = error;
      return {
        parts,
        error: { name, message, code, isLanguageModelError: error instanceof vscode.LanguageModelError },
      };
    } finally {
      source.dispose();
    }
  },
  /**
   * Asks, reads what comes, and gives up when text of this length has come, for so many milliseconds.
   *
   * @returns when that was, by `now`
   */
  async askAndGiveUp(id, after, now) {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'hanlin', id });
    const source = new vscode.CancellationTokenSource();
    const messages = [vscode.LanguageModelChatMessage.User('Hello')];
    let length = 0;
    let begunAt;
    let givenUpAt;
    try {
      const response = await model.sendRequest(messages, {}, source.token);
      for await (const text of response.text) {
        begunAt ??= Date.now();
        length += text.length;
        if (givenUpAt !== undefined || length < after.length || Date.now() - begunAt < after.ms) continue;
        givenUpAt = now();
        source.cancel();
      }
    } catch (error) {
      // That is how a stream ends which was given up.
      if (givenUpAt === undefined) throw error;
    }
    source.dispose();
    return { givenUpAt };
  },
});
