// What the user has made in Explore: the point, the gallery, the path and directions of their own; and how
// the window stood. Travels in every checkpoint that the window saves, so that a run that is opened again is
// as it was left. A value.
#pragma once

#include "core/train/Directions.h"
#include "ui/KeptPictures.h"
#include "ui/MapSettings.h"

#include <string>
#include <vector>

namespace latentscape {

struct ExploreState {
    std::vector<float> latent; // empty: nobody has moved the point
    std::uint16_t label = 0;
    std::vector<int> locked; // dimensions
    std::vector<KeptPicture> kept;
    std::vector<KeptPicture> stops;
    std::vector<Direction> directions;
    int pointPage = 0;  // that is shown of the card with the sliders,
    int aroundPage = 0; // and of the one below
    int order = -1;     // of the sliders, and their range, as DimensionsPage counts them; -1: the usual one
    int range = -1;
    MapSettings map;
    int view = 0; // of the window

    bool isEmpty() const {
        return latent.empty() && locked.empty() && kept.empty() && stops.empty() && directions.empty() &&
               pointPage == 0 && aroundPage == 0 && order < 0 && range < 0 && map == MapSettings() &&
               view == 0;
    }
};

// A JSON object; {} when there is nothing. Reading throws Error (Input) naming what is damaged, or made for a
// latent space of another size.
std::string toJson(const ExploreState& state);
ExploreState exploreStateFromJson(const std::string& json, std::size_t latents);

} // namespace latentscape
