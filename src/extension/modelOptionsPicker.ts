import * as vscode from 'vscode';
import { modelId } from '../chat/modelId.ts';
import type { OptionName, OptionRule } from '../core/modelOptions.ts';
import { commandIds } from './commandIds.ts';
import { type ChoiceItem, choose, enter, type Step, type StepPosition } from './display/steps.ts';
import type { Chosen, ModelService } from './modelService.ts';
import { choicesOf, optionNames, optionText, parseOption, ruleText, valueText } from './optionTexts.ts';
import { optionsSetFor, setOption } from './settings.ts';
import { translate } from './translate.ts';

/** Lets the user see and set the options of the chosen model, one after the other, until the list is closed. */
export async function chooseModelOptions(models: ModelService): Promise<void> {
  const { chosen } = models;
  if (!chosen) {
    await vscode.commands.executeCommand(commandIds.chooseModel);
    return;
  }
  for (;;) {
    const name = await pickOption(chosen);
    if (name.type !== 'value') return;
    const value = await editOption(chosen, name.value);
    if (value.type === 'cancelled') return;
    if (value.type === 'value') await setOption(modelKey(chosen), name.value, value.value);
  }
}

function pickOption(chosen: Chosen): Promise<Step<OptionName>> {
  const label = chosen.info?.label ?? chosen.model;
  const items = optionNames(chosen.api.options).map((name): ChoiceItem<OptionName> => {
    const { label, detail } = optionText(name, translate);
    return { label, description: currentText(chosen, name), detail, value: name };
  });
  const position = { title: translate('Options of {model}', { model: label }), step: 1, totalSteps: 2 };
  return choose(position, translate('What do you want to set?'), items);
}

/** A value to set, undefined to leave it to the vendor. */
function editOption(chosen: Chosen, name: OptionName): Promise<Step<unknown>> {
  const rule = chosen.api.options[name];
  if (!rule) throw new RangeError(`${name} is not an option of ${modelKey(chosen)}.`);
  const position = { title: optionText(name, translate).label, step: 2, totalSteps: 2 };
  const values = choicesOf(rule);
  return values ? pickValue(position, chosen, name, values) : typeValue(position, chosen, name, rule);
}

function pickValue(
  position: StepPosition,
  chosen: Chosen,
  name: OptionName,
  values: readonly (boolean | string)[],
): Promise<Step<unknown>> {
  const current = optionsSetFor(modelKey(chosen))[name];
  const item = (value: boolean | string | undefined): ChoiceItem<unknown> => {
    const label = value === undefined ? withoutText(chosen, name) : valueText(value, translate);
    return { ...(value === current && { icon: 'check' as const }), label, value };
  };
  return choose(position, optionText(name, translate).detail, [...values.map(item), item(undefined)]);
}

async function typeValue(
  position: StepPosition,
  chosen: Chosen,
  name: OptionName,
  rule: OptionRule,
): Promise<Step<unknown>> {
  const current = optionsSetFor(modelKey(chosen))[name];
  const allowed = ruleText(rule, translate);
  const step = await enter(position, {
    prompt: `${optionText(name, translate).detail} · ${allowed}`,
    placeholder: translate('Empty: {value}', { value: withoutText(chosen, name) }),
    value: current === undefined ? '' : valueText(current, translate),
    secret: false,
    check: (typed) =>
      typed.trim() === '' || parseOption(name, rule, typed) !== undefined
        ? undefined
        : translate('This does not fit. Allowed: {values}', { values: allowed }),
  });
  if (step.type !== 'value') return step;
  const value = step.value.trim() === '' ? undefined : parseOption(name, rule, step.value);
  return { type: 'value', value };
}

function currentText(chosen: Chosen, name: OptionName): string {
  const value = optionsSetFor(modelKey(chosen))[name];
  return value === undefined ? withoutText(chosen, name) : valueText(value, translate);
}

/** What holds where nothing is set for the model itself. */
function withoutText(chosen: Chosen, name: OptionName): string {
  const value = optionsSetFor(`${chosen.vendor.id}/${chosen.api.id}`)[name];
  if (value === undefined) return translate('the vendor’s own value');
  return translate('{value}, as for all models of {api}', {
    value: valueText(value, translate),
    api: translate(chosen.api.label),
  });
}

function modelKey({ vendor, api, model }: Chosen): string {
  return modelId({ vendorId: vendor.id, apiId: api.id, model });
}
