// The keyboard and the help of the browser that go with what was asked for.

const FIELDS = {
  money: { inputmode: "decimal" },
  decimal: { inputmode: "decimal" },
  integer: { inputmode: "numeric" },
  date: { inputmode: "text" },
  mobile: { inputmode: "tel", autocomplete: "tel-national" },
  otp: { inputmode: "numeric", autocomplete: "one-time-code" },
  application_number: { inputmode: "text", autocapitalize: "characters", spellcheck: "false" },
};

// `custom.wants` names the identifier of a status, `custom.input` the value of a calculation.
const IDENTIFIERS = { number: "application_number", mobile: "mobile", otp: "otp" };

// {type, invalid?} of what a reply asks for, or null.
export function wantedBy(custom) {
  if (custom?.input) return custom.input;
  const type = IDENTIFIERS[custom?.wants];
  return type ? { type } : null;
}

// Attributes of the field, or null where people answer in words.
export function fieldFor(wants) {
  const attributes = FIELDS[wants?.type];
  if (!attributes) return null;
  const invalid = wants.invalid ? { "aria-invalid": "true" } : {};
  return { autocomplete: "off", ...attributes, ...invalid };
}

export function hasOnlyDigits(wants) {
  return ["decimal", "numeric", "tel"].includes(FIELDS[wants?.type]?.inputmode);
}

// yyyy-mm-dd of a date field → dd-mm-yyyy, as people here write it.
export function writtenDay(value) {
  const [year, month, day] = value.split("-");
  return `${day}-${month}-${year}`;
}
