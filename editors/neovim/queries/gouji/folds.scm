[
  (body)
  (fields)
  (example_record)
  (example_list)
  (list)
] @fold

(documentation)+ @fold
(comment)+ @fold
