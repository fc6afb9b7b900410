/** One option of a command. */
export interface Option {
  /** What stands for its value in the help, e.g. `FILE`; absent for a switch. */
  readonly value?: string;
  /** The values that it takes, where these are few. */
  readonly among?: readonly string[];
  /** What it must look like, and the same in words. */
  readonly form?: { readonly test: (value: string) => boolean; readonly allowed: string };
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** What was given of a table's options: text where one takes a value, `true` where it is a switch. */
export type Given<Table extends OptionTable> = {
  readonly [Name in keyof Table]?: Table[Name] extends { readonly value: string } ? string : true;
};

/** What is allowed for an option, in words. */
export function allowedFor({ among, form, value }: Option): string {
  return among?.join(', ') ?? form?.allowed ?? value ?? 'no value';
}
