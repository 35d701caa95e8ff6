/** Text from a cluster, made safe to print: no escape sequences, no control characters, no bidirectional tricks. */

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

export const plainText = (text: string): string => text.replace(ESCAPES, '').replace(CONTROL, '·');
