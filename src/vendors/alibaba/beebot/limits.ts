import type { OptionRules } from '../../../core/modelOptions.ts';

/** The addresses of conversations. */
export const beebotBases = ['https://alime-ws.aliyuncs.com'] as const;

/** Where their credentials come from. */
export const openApiUrl = 'https://chatbot.cn-shanghai.aliyuncs.com/';

/** Stands for the robot that the credentials name. */
export const beebotModel = 'beebot';

export const beebotOptions: OptionRules = { userId: { type: 'string', maxLength: 256 } };

/** The most characters (code points) of a question. Older copies of the vendor’s page say 128. */
export const longestUtterance = 512;
