import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../../../children/tree.js';

/** What a section of examples/recipes/bundlers.md tells a user to write and to run. */
export interface Recipe {
  /** Text by file name: each block that begins with `// name`. */
  readonly files: Readonly<Record<string, string>>;
  /** The lines of its blocks of shell. */
  readonly commands: readonly string[];
}

/** @throws Error where there is no such section. */
export async function readRecipe(title: string): Promise<Recipe> {
  const page = await readFile(join(repository, 'examples/recipes/bundlers.md'), 'utf8');
  const section = page.split(/^## /m).find((section) => section.startsWith(`${title}\n`));
  if (section === undefined) throw new Error(`no section '${title}' in bundlers.md`);
  const files: Record<string, string> = {};
  const commands: string[] = [];
  for (const [, language, text = ''] of section.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
    const named = /^\/\/ (\S+)\n/.exec(text)?.[1];
    if (named !== undefined) files[named] = text;
    else if (language === 'sh') commands.push(...text.trim().split('\n'));
  }
  return { files, commands };
}

/** A recipe with some of its text replaced, in files and commands. */
export function edited(recipe: Recipe, edits: readonly Edit[]): Recipe {
  let text = JSON.stringify(recipe);
  for (const [from, to] of edits) {
    const changed = text.replaceAll(inJson(from), inJson(to));
    if (changed === text) throw new Error(`the recipe does not say ${from}`);
    text = changed;
  }
  return JSON.parse(text) as Recipe;
}

export type Edit = readonly [from: string, to: string];

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
