import {
  apiKeyField,
  apiSecretField,
  appIdField,
  passwordField,
} from '../../../../src/vendors/spark/credentials.ts';
import { spark } from '../../../../src/vendors/spark/descriptor.ts';
import { testAccount } from '../../../vendors/spark/accounts.ts';
import { describeFields, type FieldCase, usualAnswers } from '../fieldCases.ts';
import { describeWays } from '../waysIn.ts';

const socketOptions =
  'temperature topP topK frequencyPenalty presencePenalty maxOutputTokens thinking webSearch citations userId';

describeWays(spark, 'spark', [
  {
    id: 'websocket',
    keyUrl: 'https://console.xfyun.cn/services/cbm',
    modes: { key: { fields: ['appId', 'apiKey', 'apiSecret'], clockToleranceMs: 300_000 } },
    endpoints: { china: 'wss://spark-api.xf-yun.com' },
    probeModel: 'lite',
    options: socketOptions,
    history: 'client',
  },
  {
    id: 'http',
    keyUrl: 'https://console.xfyun.cn/services/cbm',
    modes: { password: { fields: ['password'] }, 'key-secret': { fields: ['apiKey', 'apiSecret'] } },
    endpoints: { china: 'https://spark-api-open.xf-yun.com' },
    probeModel: 'lite',
    options: `${socketOptions} responseFormat`,
    history: 'client',
  },
]);

const { appId, apiKey, apiSecret } = testAccount;
const [half, otherHalf] = ['AbCdEfGhIjKlMnOp', 'QrStUvWxYz012345'];
const answers = (name: string): FieldCase['answers'] => [
  ...usualAnswers,
  ['', new RegExp(`^Enter the ${name}\\.$`)],
  ['WS://127.0.0.1', /address/],
  ['wss://spark.test', /address/],
  ['sk-wss://0123', undefined],
];

describeFields('Spark', [
  {
    field: appIdField,
    id: 'appId',
    secret: false,
    variables: ['SPARKAI_APP_ID'],
    keys: [appId],
    others: ['5f3c9a1', '5f3c9a178', '5F3C9A17'],
    answers: answers('APPID'),
  },
  {
    field: apiKeyField,
    id: 'apiKey',
    variables: ['SPARKAI_API_KEY'],
    keys: [apiKey],
    others: [apiKey.slice(1), `${apiKey}0`, apiKey.toUpperCase()],
    answers: answers('APIKey'),
  },
  {
    field: apiSecretField,
    id: 'apiSecret',
    variables: ['SPARKAI_API_SECRET'],
    keys: [apiSecret, `0123456789abcdef0123456789abcde/`, `${apiKey.slice(1)}+`],
    others: [apiSecret.slice(1), `${apiSecret}0`, apiKey, `-${apiSecret.slice(1)}`],
    answers: answers('APISecret'),
  },
  {
    field: passwordField,
    id: 'password',
    variables: ['SPARKAI_API_PASSWORD'],
    keys: [`${half}:${otherHalf}`, `${half}${half}:${otherHalf}${half}`],
    others: [
      `${half.slice(1)}:${otherHalf}`,
      `${half}:${otherHalf.slice(1)}`,
      `${half}${half}0:${otherHalf}`,
      `${half}:${otherHalf}${half}0`,
      `${half}${otherHalf}`,
      `${half.slice(1)}-:${otherHalf}`,
    ],
    answers: answers('APIPassword'),
  },
]);
