@echo off
rem Starts gradus from the folder it lies in. JAVA_HOME chooses the Java; GRADUS_JAVA_OPTIONS adds options for it.
setlocal
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 goto missing

rem cmd cannot tell whether standard error is a terminal: --progress=bar asks for the bar.
"%java%" -XX:+UseSerialGC -XX:-UsePerfData -Dgradus.terminal=false ^
  %GRADUS_JAVA_OPTIONS% --module-path "%~dp0..\lib" --module dev.gradus.cli/dev.gradus.cli.Main %*
exit /b %ERRORLEVEL%

:missing
echo gradus: no Java found ("%java%"); install a JDK or JRE 17 or newer, or set JAVA_HOME 1>&2
exit /b 1
