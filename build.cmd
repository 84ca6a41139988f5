:; exec "$(dirname "$0")/build.sh" "$@" #
@echo off
pwsh -NoLogo -NoProfile -ExecutionPolicy Bypass -File "%~dp0build.ps1" %*
exit /b %ERRORLEVEL%
