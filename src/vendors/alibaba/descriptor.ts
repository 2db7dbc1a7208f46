import type { VendorDescriptor } from '../../core/vendor.ts';
import { beebot } from './beebot/descriptor.ts';
import { dashscope } from './dashscope/descriptor.ts';

/** Alibaba Cloud with its Qwen models, and with its robots for customer service. */
export const alibaba: VendorDescriptor = {
  id: 'alibaba',
  label: 'Alibaba Cloud',
  aliases: [
    '阿里云',
    '阿里巴巴',
    '通义',
    '通义千问',
    '百炼',
    '小蜜',
    'Qwen',
    'Tongyi',
    'DashScope',
    'Bailian',
  ],
  apis: [dashscope, beebot],
};
