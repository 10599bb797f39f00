export function tests() {}
