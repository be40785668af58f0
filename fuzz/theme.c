/* theme.c: a theme's fragments and style, checked; what is found good is read into a theme. */
#include "render/theme.h"
#include "fuzz.h"
#include "theme/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const wire__theme_file file = {"theme/top.html", {(const char *)data, n}};
    wire_error err;
    wire__theme_files files = wire__theme_own();
    if (n > 8192)
        return 0;
    files.head = wire__check_fragment(&file, WIRE__FRAGMENT_HEAD, &err) ? (wire_str){NULL, 0} : file.text;
    files.top = files.bottom = wire__check_fragment(&file, WIRE__FRAGMENT_BODY, &err) ? (wire_str){NULL, 0} : file.text;
    files.logo = wire__check_fragment(&file, WIRE__FRAGMENT_LOGO, &err) ? (wire_str){NULL, 0} : file.text;
    files.story = wire__check_style(&file, &err) ? (wire_str){NULL, 0} : file.text;
    wire_theme *theme = NULL;
    if (!wire__theme_read(&files, &theme, &err))
        wire_theme_free(theme);
    return 0;
}
