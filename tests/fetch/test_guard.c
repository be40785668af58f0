/* test_guard.c: which addresses are public; whose turn it is. */
#include "fetch/guard.h"
#include "fetch/pace.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include <cmocka.h>

static const struct {
    const char *address;
    bool is_public;
} addresses[] = {
    {"93.184.216.34", true},
    {"1.1.1.1", true},
    {"9.255.255.255", true},
    {"11.0.0.0", true},
    {"100.63.255.255", true},
    {"100.128.0.0", true},
    {"172.15.255.255", true},
    {"172.32.0.0", true},
    {"192.0.1.0", true},
    {"223.255.255.255", true},
    {"0.0.0.0", false},
    {"0.1.2.3", false},
    {"10.0.0.1", false},
    {"100.64.0.1", false},
    {"100.127.255.255", false},
    {"127.0.0.1", false},
    {"127.255.255.255", false},
    {"169.254.169.254", false},
    {"172.16.0.1", false},
    {"172.31.255.255", false},
    {"192.0.0.1", false},
    {"192.0.2.1", false},
    {"192.88.99.1", false},
    {"192.168.1.1", false},
    {"198.18.0.1", false},
    {"198.19.255.255", false},
    {"198.51.100.1", false},
    {"203.0.113.1", false},
    {"224.0.0.1", false},
    {"239.255.255.255", false},
    {"240.0.0.1", false},
    {"255.255.255.255", false},
    {"2606:2800:220:1:248:1893:25c8:1946", true},
    {"2a00:1450:4001:830::200e", true},
    {"64:ff9b::5db8:d822", true}, /* 93.184.216.34 through NAT64 */
    {"64:ff9b::7f00:1", false},
    {"64:ff9b::a00:1", false},
    {"64:ff9b:1::5db8:d822", false},
    {"::", false},
    {"::1", false},
    {"::127.0.0.1", false},
    {"::ffff:127.0.0.1", false},
    {"::ffff:93.184.216.34", false},
    {"100::1", false},
    {"2001::1", false},
    {"2001:20::1", false},
    {"2001:1ff::1", false},
    {"2001:200::1", true},
    {"2001:db8::1", false},
    {"2002:7f00:1::", false},
    {"3fff:fff::1", false},
    {"3fff:1000::1", true},
    {"5f00::1", false},
    {"fc00::1", false},
    {"fdff::1", false},
    {"fe80::1", false},
    {"febf::1", false},
    {"fec0::1", false},
    {"ff02::1", false},
    {"not an address", false},
    {"127.1", false},
    {"", false},
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        char text[WIRE__HOST_TEXT];
        struct sockaddr_in in = {.sin_family = AF_INET};
        struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
        const struct sockaddr *address = NULL;
        if (inet_pton(AF_INET, addresses[i].address, &in.sin_addr) == 1)
            address = (const struct sockaddr *)&in;
        else if (inet_pton(AF_INET6, addresses[i].address, &in6.sin6_addr) == 1)
            address = (const struct sockaddr *)&in6;
        if (wire__guard_is_public_text(addresses[i].address) != addresses[i].is_public ||
            (address && wire__guard_is_public(address) != addresses[i].is_public))
            fail_msg("%s: not %s", addresses[i].address, addresses[i].is_public ? "public" : "refused");
        if (address)
            assert_true(strlen(wire__guard_text(address, text)) >= 2);
    }
    const struct sockaddr_un un = {.sun_family = AF_UNIX};
    assert_false(wire__guard_is_public((const struct sockaddr *)&un));
}

static void test_pause(void **state)
{
    (void)state;
    wire__turn a[3] = {0}, b = {0};
    wire__pace *pace = wire__pace_new(2, 1000);
    for (int i = 0; i < 3; i++)
        assert_int_equal(wire__pace_put(pace, WIRE_STR("a:80"), true, &a[i]), WIRE_OK);
    assert_int_equal(wire__pace_put(pace, WIRE_STR("b:80"), true, &b), WIRE_OK);
    assert_int_equal(wire__pace_count(pace), 4);
    assert_ptr_equal(wire__pace_take(pace, 5000), &a[0]); /* hosts take turns */
    assert_ptr_equal(wire__pace_take(pace, 5000), &b);
    assert_null(wire__pace_take(pace, 5000));
    assert_int_equal(wire__pace_wait(pace, 5000), 1000);
    assert_int_equal(wire__pace_wait(pace, 5900), 100);
    assert_null(wire__pace_take(pace, 5999));
    assert_ptr_equal(wire__pace_take(pace, 6000), &a[1]);
    assert_null(wire__pace_take(pace, 9000)); /* two are under way */
    assert_int_equal(wire__pace_wait(pace, 9000), -1);
    wire__pace_done(&a[0]);
    wire__pace_hold(&a[0], 20000);
    assert_null(wire__pace_take(pace, 19999));
    assert_ptr_equal(wire__pace_take(pace, 20000), &a[2]);
    assert_int_equal(wire__pace_count(pace), 0);
    assert_null(wire__pace_drop(pace));
    wire__pace_free(pace);
}

static void test_unpaced_and_many(void **state)
{
    enum { N = 1000 };
    static wire__turn turns[N];
    (void)state;
    wire__pace *pace = wire__pace_new(1, 1000);
    for (int i = 0; i < N; i++) {
        char host[32];
        const int n = snprintf(host, sizeof host, "host%d:80", i / 2); /* two turns each */
        assert_int_equal(wire__pace_put(pace, (wire_str){host, (size_t)n}, false, &turns[i]), WIRE_OK);
    }
    for (int i = 0; i < N / 2; i++)
        assert_ptr_equal(wire__pace_take(pace, 1), &turns[2 * i]);
    assert_null(wire__pace_take(pace, 1));
    for (int i = 0; i < N / 2; i++)
        wire__pace_done(&turns[2 * i]);
    for (int i = 0; i < N / 2; i++)
        assert_ptr_equal(wire__pace_take(pace, 1), &turns[2 * i + 1]); /* no pause between them */
    wire__pace_free(pace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_pause),
        cmocka_unit_test(test_unpaced_and_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
