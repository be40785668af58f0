/* trust.c: loaded before the command by test_tls.py: curl trusts the certificate that WIRECOPY_TEST_TRUST names, too.
 */
#include <curl/curl.h>
#include <dlfcn.h>
#include <stdlib.h>

__attribute__((visibility("default"))) CURL *curl_easy_init(void)
{
    CURL *(*const real)(void) = (CURL * (*)(void)) dlsym(RTLD_NEXT, "curl_easy_init");
    const char *trusted = getenv("WIRECOPY_TEST_TRUST");
    CURL *easy = real();
    if (easy && trusted)
        curl_easy_setopt(easy, CURLOPT_CAINFO, trusted);
    return easy;
}
