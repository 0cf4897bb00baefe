(rule body: (_) @function.inside) @function.around
(definition body: (_) @function.inside) @function.around

(record body: (_) @class.inside) @class.around
(form body: (_) @class.inside) @class.around
(dimension body: (_) @class.inside) @class.around
(ruleset body: (_) @class.inside) @class.around

(example body: (_) @test.inside) @test.around
(example_field value: (_) @entry.inside) @entry.around
(field_declaration type: (_) @entry.inside) @entry.around
(arguments (_) @parameter.inside)
(parameters (identifier) @parameter.inside)

(comment) @comment.inside
(comment)+ @comment.around
(documentation)+ @comment.around
