/** A function whose name only the WebSocket takes as it is. */
export const weather = { name: '天气-查询', description: 'Tells it', parameters: { type: 'object' } };
/** An option of each kind that Spark X takes over both ways. */
export const every = {
  temperature: 0.5,
  topP: 0.6,
  topK: 3,
  frequencyPenalty: 0.1,
  presencePenalty: -1,
  maxOutputTokens: 100,
  thinking: true,
  webSearch: true,
  citations: false,
  userId: 'alice',
} as const;
/** The members that most of them become. */
export const members = {
  temperature: 0.5,
  top_p: 0.6,
  top_k: 3,
  frequency_penalty: 0.1,
  presence_penalty: -1,
  max_tokens: 100,
  thinking: { type: 'enabled' },
};
/** What those of the search become. */
export const search = {
  type: 'web_search',
  web_search: { enable: true, show_ref_label: false, search_mode: 'normal' },
};
