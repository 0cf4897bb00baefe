[
  (body)
  (fields)
  (example_record)
  (example_list)
  (list)
  (arguments)
  (parenthesized)
] @indent

[ "}" "｝" "]" "］" ")" "）" ] @outdent
