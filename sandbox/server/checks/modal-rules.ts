import { ComponentType } from 'discord-api-types/v10';
import { type Finding, finding, type Path } from './finding.ts';
import { allComponents, duplicateCustomIds, selectRules } from './message-rules.ts';

const MOST_LABELS = 5;

const inputRules = (component: Record<string, unknown>, path: Path): Finding[] => {
  const { min_length: least, max_length: most, value } = component;
  const findings: Finding[] = [];
  if (typeof least === 'number' && typeof most === 'number' && least > most) {
    findings.push(
      finding(
        [...path, 'min_length'],
        'TEXT_INPUT_COMPONENT_MIN_LENGTH_TOO_LARGE',
        'min_length cannot be greater than max_length',
      ),
    );
  }
  if (typeof value === 'string' && typeof most === 'number' && value.length > most) {
    findings.push(finding([...path, 'value'], 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`));
  }
  return findings;
};

/** In a form, a list that must be filled in wants one choice at least. */
const requiredListRules = (component: Record<string, unknown>, path: Path): Finding[] =>
  Array.isArray(component.options) && component.required !== false && component.min_values === 0
    ? [finding([...path, 'min_values'], 'BASE_TYPE_MIN_LENGTH', 'Must be 1 or more, since it is required.')]
    : [];

/** The documented rules of a form which Discord's description does not hold. */
export const modalRules = (data: unknown, at: Path): Finding[] => {
  const components = allComponents((data as { components?: unknown } | null)?.components, [...at, 'components']);
  const findings = [...duplicateCustomIds(components), ...components.flatMap(selectRules)];
  const top = components.filter(({ depth }) => depth === 0);
  if (top.length < 1 || top.length > MOST_LABELS) {
    findings.push(
      finding([...at, 'components'], 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${MOST_LABELS} in length.`),
    );
  }
  for (const { component, path } of components) {
    if (component.type === ComponentType.TextInput) findings.push(...inputRules(component, path));
    findings.push(...requiredListRules(component, path));
    if (component.disabled === true)
      findings.push(
        finding([...path, 'disabled'], 'COMPONENT_DISABLED_IN_MODAL', 'Components cannot be disabled in a modal'),
      );
  }
  return findings;
};
