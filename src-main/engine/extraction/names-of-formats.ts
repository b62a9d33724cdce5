/** Extensions of programs, scripts, styles, queries and build files; those of data and of prose are other formats. */
export const SOURCE_EXTENSIONS: readonly string[] = [
  // C and its family
  'c h cc cpp cxx c++ hh hpp hxx inl ino m mm cs java kt kts scala groovy gradle d zig v sv svh vhd vhdl cu cuh glsl hlsl wgsl metal',
  // The web
  'js mjs cjs jsx ts mts cts tsx vue svelte astro css scss sass less styl php phtml graphql gql wat coffee jsonnet',
  // Scripts
  'py pyi pyx rb rake gemspec pl pm t lua tcl awk sed sh bash zsh fish ksh ps1 psm1 psd1 bat cmd vbs applescript ahk vim el r jl',
  // Functional, systems, and what is left
  'go rs swift dart hs lhs elm ml mli fs fsi fsx fsproj clj cljs cljc edn ex exs erl hrl lisp lsp cl scm rkt nim cr pas pp dpr',
  'f f77 f90 f95 f03 for cob cbl ada adb ads pro prolog asm s bas cls frm vb sol move proto thrift capnp sql ddl psql plsql',
  'cmake mk mak bzl bazel nix dhall hcl tf tfvars rego diff patch qml tla als agda lean idr',
]
  .join(' ')
  .split(' ');

/** Files of programs that carry no extension, lower case. */
export const SOURCE_NAMES: readonly string[] =
  'makefile gnumakefile dockerfile containerfile vagrantfile jenkinsfile rakefile gemfile podfile brewfile justfile procfile cmakelists.txt build workspace meson.build sconstruct'.split(
    ' ',
  );

/** Settings whose lines are readable as they stand. */
export const CONFIG_EXTENSIONS: readonly string[] =
  'yaml yml toml ini cfg conf config properties desktop service reg inf editorconfig'.split(' ');

export const XML_EXTENSIONS: readonly string[] = 'xml xsd xsl xslt rss atom rdf opml kml gpx wsdl xlf xliff tmx resx plist'.split(
  ' ',
);
