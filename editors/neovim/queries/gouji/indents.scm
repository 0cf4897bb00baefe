; Neovim (nvim-treesitter) captures.

[
  (body)
  (fields)
  (example_record)
  (example_list)
  (list)
  (arguments)
  (parenthesized)
  (for_each)
  (when)
  (let)
  (obligation)
  (grid)
] @indent.begin

[ "}" "｝" "]" "］" ")" "）" ] @indent.branch @indent.end

(ERROR) @indent.auto
(comment) @indent.ignore
(documentation) @indent.ignore
