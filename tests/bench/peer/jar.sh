# Installs openapi-generator into $folder, once, and sets $jar to its path.
if [ ! -d "$folder/python" ]; then
    mkdir -p "$folder"
    python3 -m venv "$folder/python"
    "$folder/python/bin/pip" --quiet install openapi-generator-cli==7.26.0
fi
jar=$(find "$folder/python" -name openapi-generator.jar)
