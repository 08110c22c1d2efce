import type { Genre } from './genre.ts';
import { bandGenres } from './genres-bands.ts';
import { machineGenres } from './genres-machines.ts';
import { worldGenres } from './genres-world.ts';

export const genres = { ...bandGenres, ...machineGenres, ...worldGenres } as const satisfies Record<string, Genre>;

export type GenreName = keyof typeof genres;
export const genreOf = (name: GenreName): Genre => genres[name];
