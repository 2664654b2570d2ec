package com.podi.gateway.limits;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;

/** Which addresses {@link URI} can hold. Nearly all need no more than a look at their characters. */
final class Addresses {

    private static final boolean[] PLAIN = table("-._~!$&'()*+,;=:@/?");
    private static final boolean[] IN_A_NAME = table("-._");
    private static final int LARGEST_PORT = 65_535;

    private Addresses() {}

    /** @param address path and query, as in the first line of a request */
    static boolean isLegal(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c >= PLAIN.length) {
                // The server has read bytes as letters: what would be carried on is another word.
                return false;
            }
            if (!PLAIN[c] && !(c == '%' && isEncoded(address, i))) {
                return isLegalInFull(address);
            }
        }
        return true;
    }

    static boolean isHost(String host) {
        int colon = host.lastIndexOf(':');
        int end = colon > host.lastIndexOf(']') ? colon : host.length();
        return isName(host, end) && (end == host.length() || isPort(host.substring(end + 1)));
    }

    private static boolean isName(String host, int end) {
        if (host.startsWith("[")) {
            return end > 1 && host.charAt(end - 1) == ']' && NetUtil.isValidIpV6Address(host.substring(1, end - 1));
        }
        for (int i = 0; i < end; i++) {
            char c = host.charAt(i);
            if (c >= IN_A_NAME.length || !IN_A_NAME[c]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String port) {
        return !port.isEmpty()
                && port.length() <= 5
                && port.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(port) <= LARGEST_PORT;
    }

    private static boolean isLegalInFull(String address) {
        try {
            new URI(address.startsWith("/") ? "http://host" + address : address);
            return true;
        } catch (URISyntaxException illegal) {
            return false;
        }
    }

    private static boolean isEncoded(String address, int percent) {
        return percent + 2 < address.length()
                && Character.digit(address.charAt(percent + 1), 16) >= 0
                && Character.digit(address.charAt(percent + 2), 16) >= 0;
    }

    private static boolean[] table(String others) {
        boolean[] table = new boolean[128];
        for (char c = 0; c < table.length; c++) {
            table[c] = Character.isLetterOrDigit(c) || others.indexOf(c) >= 0;
        }
        return table;
    }
}
