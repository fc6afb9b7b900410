type Paint = (text: string) => string;

export const columns: number;
export const coloured: boolean;
export const bold: Paint;
export const dim: Paint;
export const green: Paint;
export const red: Paint;
export const yellow: Paint;
export function wrap(text: string, width: number): string[];
