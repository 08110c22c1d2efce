import type { FormError, FormErrors } from '../refusal.ts';

export type Path = (string | number)[];

/** One thing wrong with a body. `blocks`: Discord refuses it; else Discord takes it, but it is not as it should be. */
export interface Finding {
  path: Path;
  /** Discord's name of the fault, e.g. `BASE_TYPE_MAX_LENGTH`. */
  code: string;
  message: string;
  blocks: boolean;
}

export const finding = (path: Path, code: string, message: string): Finding => ({ path, code, message, blocks: true });

/** What Discord lets pass although it cannot be meant. */
export const remark = (path: Path, code: string, message: string): Finding => ({ path, code, message, blocks: false });

/** `data.title: Must be 45 or fewer in length.` */
export const ruleOf = ({ path, message }: Finding): string => `${path.join('.') || 'body'}: ${message}`;

/** Findings as Discord nests them: `{ data: { title: { _errors: [{ code, message }] } } }`. */
export const formErrors = (findings: Finding[]): FormErrors => {
  const root: FormErrors = {};
  for (const { path, code, message } of findings) {
    let at = root;
    for (const step of path) {
      const next = at[String(step)];
      const inner: FormErrors = next && !Array.isArray(next) ? next : {};
      at[String(step)] = inner;
      at = inner;
    }
    const errors = Array.isArray(at._errors) ? (at._errors as FormError[]) : [];
    at._errors = [...errors, { code, message }];
  }
  return root;
};
