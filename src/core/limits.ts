/*
 * How much is taken of what others have written: servers, answers, workspaces, files, the view. Whatever is longer is cut
 * or refused where it is read: before any pattern looks at it, before it is shown, and before it is written. All in
 * UTF-16 code units or counts, unless it says otherwise. `test/unit/core/limits.test.ts` tries each from below and above.
 * How long an algorithm of ours goes on, and what a model is sent at most, stands beside the code that does it.
 */

// What a server sends, as bytes.

/** Of an event of a stream: reading one is one step. Of a WebSocket's message, in bytes. */
export const longestEvent = 512_000;
/** What may come without an event, in bytes: as much as the longest one takes, and its frame. */
export const longestWithoutEvent = 3 * longestEvent + 65_536;
/** Of all events of a reply, in bytes: hundreds of them for each token of the longest reply. */
export const longestStream = 512_000_000;
/** Of a reply that comes whole, in bytes: several times the most that a model writes. */
export const longestWholeReply = 2_000_000;
/** Of a body without what it should hold, in bytes: an error is a line, of a page the beginning says enough. */
export const longestErrorBody = 65_536;
/** Of a list of models, in bytes: gateways offer thousands. */
export const longestModelList = 1_500_000;
/** How deep JSON may be nested: what is documented anywhere has less than ten levels. */
export const deepestJson = 100;

// What is kept of a reply.

/** No model writes as much, reasoning included: one that goes on is a loop, and would fill the memory. */
export const longestReply = 4_000_000;

export const mostSources = 100;
export const longestSourceTitle = 500;
export const longestSourceAddress = 4_096;
export const longestSnippet = 4_000;

export const mostSuggestions = 50;
export const longestSuggestion = 1_000;

export const mostNotices = 20;
export const longestNotice = 1_000;

/** Of which an answer is made, where the vendor gives each an id. */
export const mostMessages = 100;

/** Of all the texts together that the text of one reply was rewritten to: each is compared, drawn and kept. */
export const mostRewritten = 30_000_000;

/** The input of all calls together counts as a part of the reply. */
export const mostToolCalls = 128;
/** Of a call, which is sent back with its result; a call with a longer one is dropped. */
export const longestToolCallId = 256;
/** Nobody offers a longer one; a call of it is dropped. */
export const longestToolName = 256;

/** The vendor's id of a conversation; a longer one is none. */
export const longestVendorSession = 1_024;
/** How often a reply may name another one. */
export const mostVendorSessions = 10;

/** Why a reply has ended, and by which model, in the vendor's words. */
export const longestFinishDetail = 200;

// What is kept of a failure.

/** What patterns look at of a vendor's message, or of another one that may hold a key. */
export const longestFailureRead = 32_768;
/** What is kept of it. */
export const longestFailureMessage = 500;
/** A code, an id of a request or a time when a limit is lifted that is longer is none. */
export const longestCodeRead = 1_000;
/** What is kept of a code and an id. */
export const longestCode = 100;
/** Nobody waits longer for a vendor, in milliseconds: what asks for more is taken for this. */
export const longestRetryAfter = 366 * 86_400_000;
/** Of a header that means something to us; a longer one is taken for absent. */
export const longestHeader = 1_000;

// What models answer to requests of ours outside of a conversation.

/** Of the message of a commit, with what a model puts around it. */
export const largestCommitReply = { characters: 20_000, lines: 1_000 };
/** Of a completion: of twice as many tokens as are asked for. All of it is looked at with each line that comes. */
export const largestCompletion = { characters: 8_000, lines: 200 };
/** Of a reply that takes the place of some lines: as much as a code block that is applied. */
export const largestEditReply = { characters: 200_000, lines: 5_000 };

// What comes from the view, which is trusted less than the host.

/** Of a question as it is typed: more than any model takes, little enough to hold. */
export const longestQuestion = 2_000_000;
/** Of a turn's text: a reply, or a question with all that was put into it. */
export const longestTurn = 64_000_000;
/** Of words that are only shown; they are cut there. */
export const longestShown = 10_000;
/** Of an id of ours. */
export const longestId = 64;
/** Of an address that may be opened. */
export const longestWebAddress = 8_192;
/** Of what is looked for in a list. */
export const longestQuery = 1_000;
/** Of a path that an answer mentions. */
export const longestMentionedPath = 1_024;
/** Of those, in one message. */
export const mostMentionedPaths = 500;
/** Of files and folders that are dropped at once, and of the address of one. */
export const mostDropped = 100;
export const longestDropped = 4_096;
/** Of a picture, in bytes; in base64 it takes a third more. */
export const mostImageBytes = 10_000_000;
/** Of the title that somebody gives a conversation. */
export const longestGivenTitle = 200;

// What somebody pastes or selects.

/** Of a key, the token of a proxy and the like; nothing of what is longer is one. */
export const longestKey = 16_384;
/** Of what is selected in a terminal: its end goes along. */
export const longestTerminalText = 200_000;

// Names.

/** Of a path or another name; no system has longer ones. What is only shown is cut there. */
export const longestPath = 4_096;
/** What is looked at of a line to call a conversation by it. */
export const longestTitleRead = 1_000;

// What VS Code shows of it outside of the view.

/** Of a sentence: VS Code cuts notifications there itself. */
export const longestMessageShown = 1_000;
/** Of what may be scrolled in a dialog, such as commands that are to be looked through, and of an entry of the log. */
export const longestDetailShown = 20_000;
/** No list or bar of VS Code's is wider. */
export const longestLabelShown = 300;

// What a workspace has for us.

/** Of a file that is attached, in bytes, and of its text. */
export const longestAttachedFile = 1_000_000;
/** Of a folder that is attached; the others are not named. */
export const mostFolderFiles = 500;
/** Of the texts of a folder's files; those that there is no room for are only named. */
export const longestFolderText = 200_000;

/** Of a file with instructions: more is not sent, whatever the model's window. */
export const longestInstructions = 40_000;
/** Of a file that is a command, in bytes; a longer one is none. */
export const longestPromptFile = 64_000;
/** Of those, in a folder of the workspace. */
export const mostPromptFiles = 200;
/** Of a file such as `.gitignore`, in bytes: nobody has written a longer one. One that is leaves out everything. */
export const longestIgnoreFile = 1_000_000;
/** Of all such files on the way to a path. Where there are more, everything is left out. */
export const mostIgnoreLines = 2_000;
/** A longer line of one matches no path that there can be, and is left out. */
export const longestIgnoreLine = 1_000;
/** Of the problems that the editor reports: more only hide what matters. Of many files, and of one piece of code. */
export const mostProblems = 200;
export const mostProblemsOfCode = 50;
/** Of its message, and of the line that it is in. */
export const longestProblem = 2_000;
/** Of Git's diff; the files in the rest are only named. */
export const longestDiff = 1_000_000;
/** Of a diff, whose text is looked at; the others are only named. */
export const mostDiffFiles = 2_000;
/** From the beginning of a file, where its imports are looked for. */
export const longestImportsRead = 100_000;
export const mostImportLinesRead = 3_000;

// Files of ours that others may have written.

/** Of a file of conversations that is imported, in bytes. */
export const longestImport = 256_000_000;
/** Of conversations in it. */
export const mostImported = 100_000;

// Code.

/** Of a code block that is applied, inserted or run: several times what a model writes at once. */
export const largestCodeBlock = { characters: 200_000, lines: 5_000 };
/** Of a file that a code block is applied to: with a longer one, a step would take more than 50 ms. */
export const largestChangedFile = { characters: 400_000, lines: 8_000 };

/** Which are looked for as files of the workspace, in an answer: nobody follows more links. */
export const mostFileMentions = 2_000;

// Addresses.

/** Of a server, as it is typed or set. */
export const longestAddress = 2_048;

// The models of a server.

/** More than this nobody scrolls through. */
export const mostModels = 5_000;
/** A longer name is none. */
export const longestModelName = 300;
