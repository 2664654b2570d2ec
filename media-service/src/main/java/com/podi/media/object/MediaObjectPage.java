package com.podi.media.object;

import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.media.MediaObjectView;
import java.util.List;

/** @param usedBytes by all objects of the user, not by this page alone */
record MediaObjectPage(List<MediaObjectView> items, Pagination pagination, long usedBytes) {

    MediaObjectPage {
        items = List.copyOf(items);
    }
}
