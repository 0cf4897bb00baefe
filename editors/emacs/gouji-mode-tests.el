;;; gouji-mode-tests.el --- Tests of gouji-mode  -*- lexical-binding: t; coding: utf-8 -*-

;;; Code:

(require 'ert)
(require 'imenu)
(require 'gouji-mode)

(defmacro gouji-tests--with (text &rest body)
  "Runs BODY in a highlighted buffer with TEXT."
  (declare (indent 1))
  `(with-temp-buffer
     (insert ,text)
     (gouji-mode)
     (font-lock-ensure)
     (goto-char (point-min))
     ,@body))

(defun gouji-tests--face (text)
  "The face of the first character of the next TEXT."
  (save-excursion
    (search-forward text)
    (let ((face (get-text-property (match-beginning 0) 'face)))
      (if (consp face) (car face) face))))

(ert-deftest gouji-keywords-in-their-place ()
  (gouji-tests--with "规则 收入合计 {\n  应当 合计 = 合计(项目.预算数)\n  否则 “应当 {合计}”\n}\n记录 甲 {\n  依据: 文本\n}\n"
    (should (eq (gouji-tests--face "规则") 'font-lock-keyword-face))
    (should (eq (gouji-tests--face "收入合计") 'font-lock-function-name-face))
    (should (eq (gouji-tests--face "应当") 'font-lock-warning-face))
    (should (eq (gouji-tests--face "合计 =") nil))
    (should (eq (gouji-tests--face "合计(") 'font-lock-builtin-face))
    (should (eq (gouji-tests--face "否则") 'font-lock-keyword-face))
    (should (eq (gouji-tests--face "应当 {") 'font-lock-string-face))
    (should (eq (gouji-tests--face "合计}") 'font-lock-variable-name-face))
    (should (eq (gouji-tests--face "依据") 'font-lock-variable-name-face))
    (should (eq (gouji-tests--face "文本") 'font-lock-type-face))))

(ert-deftest gouji-comments-and-texts ()
  (gouji-tests--with "# 规则\n规则 甲 {\n  应当 a = ”规则 # 甲“  # 应当\n}\n"
    (should (memq (gouji-tests--face "规则") '(font-lock-comment-face font-lock-comment-delimiter-face)))
    (should (eq (gouji-tests--face "规则 # 甲") 'font-lock-string-face))
    (should (eq (save-excursion (search-forward "规则 # 甲") (gouji-tests--face "应当")) 'font-lock-comment-face))))

(ert-deftest gouji-keywords-inside-names-are-not-keywords ()
  (gouji-tests--with "规则 甲 {\n  应当 且慢 = 文件.依据\n}\n"
    (should (eq (gouji-tests--face "且慢") nil))
    (should (eq (gouji-tests--face "依据") nil))))

(ert-deftest gouji-indentation ()
  (gouji-tests--with "规则 甲 ｛\n应当 a = 1\n｝\n示例 甲 {\n合格 甲 { 乙: [\n{ 丙: 1 } ] }\n}\n"
    (indent-region (point-min) (point-max))
    (should (equal (buffer-string)
                   "规则 甲 ｛\n  应当 a = 1\n｝\n示例 甲 {\n  合格 甲 { 乙: [\n      { 丙: 1 } ] }\n}\n"))))

(ert-deftest gouji-brackets-of-a-basis-stay-in-it ()
  (gouji-tests--with "规则 甲 {\n依据：《甲》（“乙”\n应当 a = 1\n}\n"
    (indent-region (point-min) (point-max))
    (should (equal (buffer-string)
                   "规则 甲 {\n  依据：《甲》（“乙”\n  应当 a = 1\n}\n"))))

(ert-deftest gouji-outline ()
  (gouji-tests--with "规则 甲 {\n}\n定义 乙(丙) = 丙\n"
    (setq-local imenu-create-index-function #'imenu-default-create-index-function)
    (let ((index (funcall imenu-create-index-function)))
      (should (equal (mapcar #'car (cdr (assoc "规则" index))) '("甲")))
      (should (equal (mapcar #'car (cdr (assoc "定义" index))) '("乙"))))))

(ert-deftest gouji-every-rule-file-has-balanced-brackets ()
  "Texts, comments and brackets are told apart in every rule file of the repository."
  (let* ((root (expand-file-name "../.." (file-name-directory (locate-library "gouji-mode"))))
         (sources (lambda (folder)
                    (not (member (file-name-nondirectory folder) '("target" "node_modules" ".git")))))
         (files (directory-files-recursively root "\\.gouji\\'" nil sources)))
    (should (> (length files) 10))
    (dolist (file files)
      (with-temp-buffer
        (insert-file-contents file)
        (gouji-mode)
        (syntax-propertize (point-max))
        (let ((state (syntax-ppss (point-max))))
          (should (equal (list file (car state) (nth 3 state)) (list file 0 nil))))))))

(provide 'gouji-mode-tests)
;;; gouji-mode-tests.el ends here
