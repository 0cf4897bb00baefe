// Parses gouji files with the generated parser, for the tests.
//
//   parse check FILE...           prints every ERROR and MISSING node; exit status 1 if there is one
//   parse tree FILE               prints the tree
//   parse captures QUERY FILE...  prints each token of the files with the captures that cover it

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_gouji(void);

static char *read_file(const char *path, uint32_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) {
    perror(path);
    exit(2);
  }
  long size = ftell(file);
  rewind(file);
  char *text = malloc((size_t)size + 1);
  if (!text || fread(text, 1, (size_t)size, file) != (size_t)size) {
    perror(path);
    exit(2);
  }
  text[size] = 0;
  fclose(file);
  *length = (uint32_t)size;
  return text;
}

static uint32_t report_errors(TSTreeCursor *cursor, const char *path) {
  uint32_t errors = 0;
  bool descend = true;
  for (;;) {
    TSNode node = ts_tree_cursor_current_node(cursor);
    bool missing = ts_node_is_missing(node);
    if (descend && (missing || strcmp(ts_node_type(node), "ERROR") == 0)) {
      TSPoint at = ts_node_start_point(node);
      printf("%s:%u: %s %s\n", path, at.row + 1, missing ? "MISSING" : "ERROR", ts_node_type(node));
      errors += 1;
    }
    if (descend && ts_tree_cursor_goto_first_child(cursor)) continue;
    if (ts_tree_cursor_goto_next_sibling(cursor)) {
      descend = true;
    } else if (ts_tree_cursor_goto_parent(cursor)) {
      descend = false;
    } else {
      return errors;
    }
  }
}

// Every leaf on a line of its own: its kind (quoted if it has no name), its text, its captures.
static void print_leaves(TSTreeCursor *cursor, const char *text, const char **captured) {
  bool descend = true;
  for (;;) {
    TSNode node = ts_tree_cursor_current_node(cursor);
    if (descend && ts_node_child_count(node) == 0) {
      uint32_t start = ts_node_start_byte(node), end = ts_node_end_byte(node);
      const char *quote = ts_node_is_named(node) ? "" : "\"";
      printf("%s%s%s\t%.*s\t%s\n", quote, ts_node_type(node), quote, (int)(end - start), text + start,
             end > start && captured[start] ? captured[start] : "-");
    }
    if (descend && ts_tree_cursor_goto_first_child(cursor)) continue;
    if (ts_tree_cursor_goto_next_sibling(cursor)) {
      descend = true;
    } else if (ts_tree_cursor_goto_parent(cursor)) {
      descend = false;
    } else {
      return;
    }
  }
}

static TSQuery *read_query(const char *path) {
  uint32_t length = 0, at = 0;
  char *source = read_file(path, &length);
  TSQueryError error = TSQueryErrorNone;
  TSQuery *query = ts_query_new(tree_sitter_gouji(), source, length, &at, &error);
  if (!query) {
    fprintf(stderr, "%s: query error %d near: %.40s\n", path, error, source + at);
    exit(1);
  }
  free(source);
  return query;
}

static void print_captures(const char *path, TSQuery *query, TSNode root) {
  uint32_t length = 0;
  char *text = read_file(path, &length);
  const char **captured = calloc((size_t)length + 1, sizeof *captured);
  TSQueryCursor *matches = ts_query_cursor_new();
  ts_query_cursor_exec(matches, query, root);
  TSQueryMatch match;
  uint32_t index = 0;
  while (ts_query_cursor_next_capture(matches, &match, &index)) {
    TSQueryCapture capture = match.captures[index];
    uint32_t size = 0;
    const char *name = ts_query_capture_name_for_id(query, capture.index, &size);
    uint32_t end = ts_node_end_byte(capture.node);
    for (uint32_t byte = ts_node_start_byte(capture.node); byte < end; byte += 1) captured[byte] = name;
  }
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  print_leaves(&cursor, text, captured);
  ts_tree_cursor_delete(&cursor);
  ts_query_cursor_delete(matches);
  free(captured);
  free(text);
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: parse check|tree|captures …\n");
    return 2;
  }
  const char *verb = argv[1];
  int first = 2;
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, tree_sitter_gouji())) {
    fprintf(stderr, "the parser was generated for another version of tree-sitter\n");
    return 2;
  }
  TSQuery *query = NULL;
  if (strcmp(verb, "captures") == 0) query = read_query(argv[first++]);
  uint32_t errors = 0;
  for (int at = first; at < argc; at += 1) {
    uint32_t length = 0;
    char *text = read_file(argv[at], &length);
    TSTree *tree = ts_parser_parse_string(parser, NULL, text, length);
    TSNode root = ts_tree_root_node(tree);
    if (strcmp(verb, "tree") == 0) {
      char *printed = ts_node_string(root);
      puts(printed);
      free(printed);
    } else if (query) {
      print_captures(argv[at], query, root);
    } else {
      TSTreeCursor cursor = ts_tree_cursor_new(root);
      errors += report_errors(&cursor, argv[at]);
      ts_tree_cursor_delete(&cursor);
    }
    ts_tree_delete(tree);
    free(text);
  }
  if (query) ts_query_delete(query);
  ts_parser_delete(parser);
  return errors > 0 ? 1 : 0;
}
