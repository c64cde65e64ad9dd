export const chooseTemplate = (seed: string, index: number): string => `${seed}${index}`
