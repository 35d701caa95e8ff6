/** What a zod schema says about a path: which keys may stand there, and what they are for. */
import type * as z from 'zod';

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypeDef & {
  innerType?: Schema;
  in?: Schema;
  out?: Schema;
  element?: Schema;
  valueType?: Schema;
  options?: readonly Schema[];
  shape?: Readonly<Record<string, Schema>>;
};

const defOf = (schema: Schema): Def => schema._zod.def;

/** Through optional, default and transform to what a person writes. */
const written = (schema: Schema): Schema[] => {
  const { innerType, in: input, options } = defOf(schema);
  if (options !== undefined) return options.flatMap(written);
  const inner = innerType ?? input;
  return inner === undefined ? [schema] : written(inner);
};

const childOf = (schema: Schema, segment: PropertyKey): Schema[] => {
  const { element, shape, valueType } = defOf(schema);
  const child = element ?? shape?.[String(segment)] ?? valueType;
  return child === undefined ? [] : [child];
};

const schemasAt = (schema: Schema, path: readonly PropertyKey[]): Schema[] =>
  path.reduce<Schema[]>((at, segment) => at.flatMap(written).flatMap((one) => childOf(one, segment)), [schema]);

/** The keys that the object at the path may have. */
export const keysAt = (schema: Schema, path: readonly PropertyKey[]): string[] => [
  ...new Set(
    schemasAt(schema, path)
      .flatMap(written)
      .flatMap((one) => Object.keys(defOf(one).shape ?? {})),
  ),
];

const describedIn = (schema: Schema): string | undefined => {
  const { description } = schema as { description?: string };
  const { innerType, in: input } = defOf(schema);
  const inner = innerType ?? input;
  return description ?? (inner === undefined ? undefined : describedIn(inner));
};

/** What the schema says that the value at the path is for. */
export const descriptionAt = (schema: Schema, path: readonly PropertyKey[]): string | undefined =>
  schemasAt(schema, path)
    .map(describedIn)
    .find((text) => text !== undefined);
