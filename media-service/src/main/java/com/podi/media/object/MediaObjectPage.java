package com.podi.media.object;

import com.podi.contracts.envelope.Pagination;
import java.util.List;

/**
 * @param usedBytes by all objects of the user, not by this page alone
 * @param allowedBytes how many they may become
 */
record MediaObjectPage(List<ListedObject> items, Pagination pagination, long usedBytes, long allowedBytes) {

    MediaObjectPage {
        items = List.copyOf(items);
    }
}
