" Settings for rule files.

if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=#\ %s
setlocal comments=:##,:#
setlocal expandtab shiftwidth=2 softtabstop=2
setlocal matchpairs+=（:）,｛:｝,［:］,《:》,〔:〕,「:」
setlocal suffixesadd=.gouji
" A full-width bracket ends a word; Chinese characters are words already.
setlocal iskeyword=@,48-57,_,192-255

let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< matchpairs< suffixesadd< iskeyword<'
