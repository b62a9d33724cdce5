/** What applies below every added folder before the user's own patterns, which can take any of it back. */
export const DEFAULT_IGNORE_PATTERNS = `# Hidden files and folders, version control and editor folders among them.
# To have one of them back: !.config/
.*

# What programs put there for themselves: dependencies, caches, bins and journals of file systems.
node_modules/
bower_components/
__pycache__/
__MACOSX/
lost+found/
$RECYCLE.BIN/
System Volume Information/
Caches/
CacheStorage/
Code Cache/
GPUCache/

# Version control folders without a leading dot.
CVS/
_darcs/

# Notes of file managers, locks of office programs.
Thumbs.db
ehthumbs.db
desktop.ini
Icon[[:cntrl:]]
~$*

# Downloads under way: browsers rename them when they are complete. Folders may be called so.
*.crdownload
*.part
*.partial
*.download
!*.part/
!*.partial/
`;
