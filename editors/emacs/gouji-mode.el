;;; gouji-mode.el --- Rules for budget disclosures (勾稽)  -*- lexical-binding: t; coding: utf-8 -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; A major mode for *.gouji files, a minor one for disclosures, and the language server through Eglot
;; (in Emacs since 29, a package before).
;;
;;   (add-to-list 'load-path "/path/to/gouji/editors/emacs")
;;   (require 'gouji-mode)
;;   (add-hook 'gouji-mode-hook #'eglot-ensure)
;;   (add-hook 'gouji-document-mode-hook #'eglot-ensure)

;;; Code:

(require 'gouji-keywords)

(defgroup gouji nil
  "Rules for budget disclosures."
  :group 'languages)

(defcustom gouji-program "gouji"
  "The gouji program."
  :type 'string)

(defcustom gouji-indent-offset 2
  "Columns that the body of an item is indented by."
  :type 'integer
  :safe #'integerp)

(defconst gouji--word "[[:alnum:]_〇]"
  "A character of a name.")

(defun gouji--words (words)
  "A regular expression for WORDS, standing by themselves; group 1 is the word."
  (let ((spellings (mapcar (lambda (word) (replace-regexp-in-string " " "[ \t]+" (regexp-quote word)))
                           words)))
    (concat "\\(?:^\\|[^[:alnum:]_〇.`]\\)\\(" (mapconcat #'identity spellings "\\|") "\\)\\_>")))

(defvar gouji-mode-syntax-table
  (let ((table (make-syntax-table)))
    (dolist (sign '(?# ?＃)) (modify-syntax-entry sign "<" table))
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "w" table)
    (modify-syntax-entry ?〇 "w" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?` "$" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?' "." table)
    (dolist (pair '("{}" "[]" "()" "｛｝" "［］" "（）" "《》" "〔〕" "「」" "『』"))
      (modify-syntax-entry (aref pair 0) (concat "(" (substring pair 1)) table)
      (modify-syntax-entry (aref pair 1) (concat ")" (substring pair 0 1)) table))
    (dolist (sign '(?= ?≠ ?≥ ?≤ ?< ?> ?+ ?- ?* ?/ ?× ?÷ ?→ ?± ?“ ?” ?： ?， ?； ?、 ?。 ?＝))
      (modify-syntax-entry sign "." table))
    table)
  "Syntax of gouji files.")

;; The legal basis is free text: a bracket that is open at its end is open nowhere else.
(defun gouji--flatten-brackets (start)
  "Makes signs out of the brackets from START to the end of the line or the end of the body."
  (save-excursion
    (save-match-data
      (goto-char start)
      (while (re-search-forward "[][()（）［］《》〔〕「」『』]" (save-excursion (skip-chars-forward "^}｝\n") (point)) t)
        (put-text-property (1- (point)) (point) 'syntax-table (string-to-syntax ".")))))
  nil)

;; A text may begin and end with either of the curly quotation marks, so that both are the same fence.
(defconst gouji--syntax-propertize
  (syntax-propertize-rules
   ("^[ \t]*\\(?:依据\\|basis\\)\\_>\\([ \t:：﹕]\\)" (1 (gouji--flatten-brackets (match-end 1))))
   ("\\([“”]\\)\\(?:\\\\.\\|[^“”\\\n]\\)*\\([“”]\\)"
    (1 (unless (nth 8 (save-excursion (syntax-ppss (match-beginning 0)))) (string-to-syntax "|")))
    (2 (unless (nth 8 (save-excursion (syntax-ppss (match-beginning 0)))) (string-to-syntax "|")))))
  "Marks the texts in curly quotation marks.")

(defun gouji--hole-face (position)
  "The face of a hole at POSITION; nil where the brace there stands in no text."
  (save-excursion
    (save-match-data
      (and (nth 3 (syntax-ppss position)) 'font-lock-variable-name-face))))

(defconst gouji-font-lock-keywords
  (let ((name "\\(?:`[^`\n]+`\\|[[:alnum:]_〇]+\\)"))
    `((,(concat "^[ \t]*\\(" (mapconcat #'regexp-quote gouji-item-keywords "\\|") "\\)\\_>[ \t]*\\(" name "\\)?")
       (1 font-lock-keyword-face)
       (2 font-lock-function-name-face nil t))
      ("^[ \t]*\\(?:依据\\|basis\\)\\_>[ \t]*[^:： \t\n]\\(.*?\\)[}｝ \t]*$" (1 font-lock-doc-face))
      ;; Fields of records and examples may be called like keywords.
      (,(concat "\\(" name "\\)[ \t]*[:：﹕]") (1 font-lock-variable-name-face))
      (,(gouji--words '("应当" "不得" "宜" "不宜" "must" "must_not" "should" "should_not"))
       (1 font-lock-warning-face))
      (,(concat "\\(" (mapconcat #'regexp-quote gouji-aggregate-keywords "\\|") "\\)[ \t]*[(（]")
       (1 font-lock-builtin-face))
      (,(gouji--words gouji-clause-keywords) (1 font-lock-keyword-face))
      (,(gouji--words gouji-operator-keywords) (1 font-lock-keyword-face))
      (,(gouji--words gouji-type-keywords) (1 font-lock-type-face))
      (,(gouji--words gouji-literal-keywords) (1 font-lock-constant-face))
      ("{\\([^{}\n]*\\)}" (1 (gouji--hole-face (match-beginning 0)) prepend))))
  "What is highlighted in gouji files, besides comments and texts.")

(defun gouji-indent-line ()
  "Indents the line by the brackets it stands in."
  (interactive)
  (let* ((depth (save-excursion (back-to-indentation) (car (syntax-ppss))))
         (closes (save-excursion (back-to-indentation) (looking-at-p "[]}｝］)）]")))
         (column (* gouji-indent-offset (max 0 (- depth (if closes 1 0))))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

(defvar gouji-imenu-expression
  `(("规则" ,"^\\(?:规则\\|rule\\)[ \t]+\\([^ \t{｛\n]+\\)" 1)
    ("记录" ,"^\\(?:记录\\|record\\)[ \t]+\\([^ \t{｛\n]+\\)" 1)
    ("表样" ,"^\\(?:表样\\|form\\)[ \t]+\\([^ \t{｛\n]+\\)" 1)
    ("量纲" ,"^\\(?:量纲\\|dimension\\)[ \t]+\\([^ \t{｛\n]+\\)" 1)
    ("定义" ,"^\\(?:定义\\|define\\)[ \t]+\\([^ \t(（=＝\n]+\\)" 1)
    ("示例" ,"^\\(?:示例\\|example\\)[ \t]+\\([^ \t{｛\n]+\\)" 1))
  "The outline of a gouji file.")

;;;###autoload
(define-derived-mode gouji-mode prog-mode "勾稽"
  "Major mode for rules in the gouji language."
  (setq-local font-lock-defaults '(gouji-font-lock-keywords))
  (setq-local syntax-propertize-function gouji--syntax-propertize)
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "[#＃]+[ \t]*")
  (setq-local indent-line-function #'gouji-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local electric-indent-chars (append '(?} ?｝ ?\] ?］ ?\n) electric-indent-chars))
  (setq-local imenu-generic-expression gouji-imenu-expression))

;;;###autoload
(define-derived-mode gouji-document-mode text-mode "公开文件"
  "Major mode for budget disclosures: text whose tables are divided by tabs."
  (setq-local indent-tabs-mode t)
  (setq-local require-final-newline nil)
  (setq-local truncate-lines t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.gouji\\'" . gouji-mode))

(defvar eglot-server-programs)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               `((gouji-mode gouji-document-mode)
                 . ,(lambda (&rest _) (list gouji-program "lsp")))))

(put 'gouji-mode 'eglot-language-id "gouji")
(put 'gouji-document-mode 'eglot-language-id "gouji-document")

(provide 'gouji-mode)
;;; gouji-mode.el ends here
