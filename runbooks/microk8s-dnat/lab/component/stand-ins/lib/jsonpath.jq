# Part of the stand-in `microk8s`: translates the part of kubectl's jsonpath that runbooks use into a jq program.
# Known: text, {"text"}, {.a.b[*].c}, [0], ['key'], [?(@.a=="x")], [?(@.a)], {range …}…{end}. Anything else is an error, so exit 64.
# Compared with the real kubectl in tests/labs/jsonpath.test.ts.

def refuse: error("not known to this stand-in: \(.)");

def whole($pattern): [match($pattern; "g").string] as $parts | if ($parts | join("")) == . then $parts else refuse end;

def literal:
  if test("^\"([^\"\\\\]|\\\\.)*\"$") then fromjson
  elif test("^'[^']*'$") then .[1:-1]
  elif test("^-?[0-9]+$") then tonumber
  elif test("^(true|false)$") then . == "true"
  else refuse end;

def field: @json "(.[\(.)]? | select(. != null))";

def path:
  def filter: (capture("^@(?<path>[^=!<>]*?)\\s*((?<op>==|!=|<=|>=|<|>)\\s*(?<value>.*?)\\s*)?$") // refuse)
    | (.path | path) as $left
    | if .op then "(.[]? | select([\($left)] | any(. \(.op) \(.value | literal | tojson))))" else "(.[]? | select([\($left)] | length > 0))" end;
  def segment:
    if . == "[*]" then "(.[]?)"
    elif startswith("[?(") then .[3:-2] | filter
    elif startswith("['") then .[2:-2] | gsub("\\\\."; ".") | field
    elif startswith("[") then "(.[\(.[1:-1])]? | select(. != null))"
    else .[1:] | gsub("\\\\."; ".") | field end;
  if . == "" then "." else
    whole("\\.([A-Za-z0-9_/-]|\\\\\\.)+|\\[\\*\\]|\\[-?[0-9]+\\]|\\['[^']*'\\]|\\[\\?\\([^()]*\\)\\]") | map(segment) | join(" | ")
  end;

def printed: "([\(path) | if type == \"string\" then . else tojson end] | join(\" \"))";

def emit($expression): .[-1].body += [$expression];

def close:
  if length < 2 then "{end}" | refuse else
    .[-1] as $inner | .[:-1]
    | emit("([\($inner.over) | \(["\"\""] + $inner.body | join(" + "))] | join(\"\"))")
  end;

def braces:
  if test("^range\\s+\\S") then {range: (sub("^range\\s+"; "") | path)}
  elif . == "end" then {end: true}
  elif test("^[\"']") then {text: literal}
  elif startswith("@") then {print: (.[1:] | printed)}
  elif startswith(".") or startswith("[") then {print: printed}
  else refuse end;

reduce ($template | whole("[^{}]+|\\{[^{}]*\\}") | .[]) as $part ([{body: []}];
  ($part | if startswith("{") then .[1:-1] | gsub("^\\s+|\\s+$"; "") | braces else {text: .} end) as $node
  | if $node.range then . + [{over: $node.range, body: []}]
    elif $node.end then close
    elif $node.print then emit($node.print)
    else emit($node.text | tojson) end)
| if length > 1 then "{range} without {end}" | refuse else ["\"\""] + .[0].body | join(" + ") end
