/** What circles need to know of models. */
import type { Registry } from '../providers/index.ts';
import type { Limits } from './outcomes.ts';

export interface CircleModel {
  /** As people read it. */
  name: string;
  service: string;
  limits: Limits;
}

/** Where not one service is left that could say: room for what most of them take. */
const nobodys: CircleModel = { name: '', service: '', limits: { title: 80, style: 200, lyrics: 3000 } };

/** `provider/model`, also when it is no longer offered; empty: the preferred one. */
export function modelOf(registry: Pick<Registry, 'built' | 'inOrder'>, model: string): CircleModel {
  const slash = model.indexOf('/');
  const named = slash < 0 ? null : registry.built(model.slice(0, slash), model.slice(slash + 1));
  const choice = named ?? registry.inOrder()[0];
  if (choice === undefined) return nobodys;
  return { name: choice.model.name, service: choice.provider.name, limits: choice.model.limits };
}
